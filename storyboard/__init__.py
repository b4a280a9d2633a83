"""THE STORY: the board as pure data, and everything that needs no picture, window or file.

The standard library only. A `board` is frozen; an edit is a function ``Board -> Board``; time is
whole frames. Read `board` first, then whatever the question is about:

- `board`: the types - cast, places, scenes, shots, layouts, cameras; `cue`: what one frame asks for
- `script`: a screenplay's text as elements; `breakdown`: those elements as a board, by rules, with
  the words of `lexicon` and `inflection`
- `link`: which stretch of the script a shot came from, kept through edits of the script, and which
  shots went stale; `changes`: what changed between two texts
- `edits`: all that a hand or a plan does to a board; `history`: undo, as a list of boards
- `layout`: where every box is at every frame; `camera`: what the frame shows of the stage
- `timing`: how long words take, and times as typed; `numbering`: 12A, 12-1, sc012_sh010, locks
- `continuity`: what a script supervisor would say - line, direction, jumps, who is missing
- `codec`: the board as JSON and back, exactly
- `staging`: a board and a frame become a cue; `bridging`: the cues between two shots; `animatic`: a
  cue becomes a display list of paper
- `puppets`, `poses`, `deeds`, `wardrobe`, `variation`, `backdrops`, `scenery`, `light`, `drawing`,
  `shapes`, `affine`: what that paper is made of and how it moves
"""
