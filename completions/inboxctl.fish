# Completes inboxctl in fish: put this file into ~/.config/fish/completions.
complete --keep-order --no-files --command inboxctl --arguments '(COMPLETE=fish command inboxctl -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token --cut-at-cursor) 2>/dev/null)'
