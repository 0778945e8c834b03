complete --keep-order --exclusive --command inboxctl --arguments "(COMPLETE=fish inboxctl -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
