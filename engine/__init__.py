"""THE PICTURES. Every model lives here: torch, diffusers, transformers, llama.cpp. No Qt, no
database.

``api`` is the narrow waist: requests in, events out, plain data. ``client`` is the application's
end of it and ``stage`` the child process in which models run; ``families`` names the models that
make pictures and opens them there. ``schedule`` says what is made in which order, coarse to fine,
and ``keys`` what a result is called. Those that the application imports - api, client, families,
schedule, keys - never load a model library.

``director`` plans scenes with a language model, ``papercut`` is the bundled network and ``painter``
paints the animatic's display lists as tensors; these three run in the stage only.
"""
