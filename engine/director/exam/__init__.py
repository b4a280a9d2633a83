"""The director's exam: what a plan must show, told in words that no lesson used.

``wordings`` are the exam's own, ``questions`` makes the tasks - the five skills of LLM-grounded
Video Diffusion (Lian et al. 2023, section 4), directions, relations and sizes, and stories with
pronouns - and ``marking`` plans each of them and looks at the boxes. Lessons and tuning never see
the wordings, nor the nouns and names that ``lessons.words.held_out`` keeps back.
"""
