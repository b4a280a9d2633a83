"""THE PICTURES. Every model lives here: torch, diffusers, llama.cpp. No Qt, no database.

``api`` is the narrow waist: requests in, events out, plain data. ``client`` is the application's
end of it and ``stage`` the child process in which models run; ``families`` names the models that
make pictures and opens them there. ``schedule`` says what is made in which order, coarse to fine
(``keyframes`` for level 1, in ``spans``), and ``keys`` what a result is called. The application
imports these; none of them loads a model library. ``cluster`` has stages on other machines, spoken
with through the ``cluster_gate``.

``health`` looks at finished pictures and ``insets`` lays what is new onto what stays: in the stage,
after a family.

``director`` plans scenes with a language model, ``papercut`` is the bundled network and ``painter``
paints the animatic's display lists as tensors; these three run in the stage only.
"""
