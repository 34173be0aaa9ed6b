"""Those that train side by side, each as its own users would write it.

A file gives `prepare(work, **options)`, which returns `run_epoch(epoch)`, which returns the mean `loss` and the
`accuracy` over the epoch while it trained; and `about()`: `versions`, `threads` and `device`. `serving` runs one in a
process of its own, perhaps in an environment that has neither TensorFlow nor this package.
"""
