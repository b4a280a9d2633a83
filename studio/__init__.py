"""THE WORK: everything the application does without a window.

A `session` is a project while it is open: its board, its undo, its queue. The `project` is the
file (`film.longtake`, SQLite, shaped by `schema`, guarded by `lock`); `boards` are its undo; the
`bin` beside it keeps pictures and clips under their content hash, `media` what was imported.
`jobs` and their orders are rows of asked work, the `queue` hands them to the stages of the `troupe`
(a `desk` for each, the `crew` together; how long it takes, the `pace`), finished `windows` become
`takes`, which `checkup` has looked at and `redo` makes again in part. `scripts` reads what people
write, `plan` makes a board of it, `render` makes takes of the board, `export` makes the film leave
the house; `settings` are the person's own, and `cli` is all of this as commands.

Studio knows no window and runs no model: it sends requests of `engine.api` to the stage and hears
events.
"""
