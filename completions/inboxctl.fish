# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_inboxctl_global_optspecs
    string join \n store= wait= format= json country= n/dry-run detailed-exitcode actor= at= color= q/quiet v/verbose h/help V/version
end

function __fish_inboxctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_inboxctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_inboxctl_using_subcommand
    set -l cmd (__fish_inboxctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c inboxctl -n "__fish_inboxctl_needs_command" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -s V -l version -d 'Print version'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "init" -d 'Make the store; again is a no-op'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "status" -d 'Show what is in the store'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "member" -d 'Members: who can be assigned'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "team" -d 'Teams: ordered members with a strategy'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "contact" -d 'Contacts: the customers'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "owner" -d 'Owners of contacts (default assignees, key account managers)'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "conversation" -d 'Conversations: who is on which'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "assign" -d 'Assign members or a team to a conversation by hand'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "unassign" -d 'Take members or the team off a conversation by hand'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "why" -d 'Say who is and was on a conversation, and why; and who was passed over'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "settings" -d 'Settings of the store'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "simulate-message" -d 'Let a message happen, and see who is assigned'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "scenario" -d 'Assignment scenarios: routing tested like code'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "history" -d 'What was changed, by whom, and what it did'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "undo" -d 'Take a change back, exactly'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "backup" -d 'Copy the store to a file, while others use it'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "check" -d 'Look for faults of the store: its file, its rows, its history'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "schema" -d 'Print the JSON Schema of an answer, or of a kind of file'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "completions" -d 'Print a shell\'s completion script'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "man" -d 'Print the manual, or write a page for each command'
complete -c inboxctl -n "__fish_inboxctl_needs_command" -f -a "help" -d 'Print help for a command or a topic'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand init" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand status" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "add" -d 'Add a member'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "import" -d 'Import members: made, changed, deactivated and brought back'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "list" -d 'List the members'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "show" -d 'Show a member'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "update" -d 'Change a member\'s email, name or external id'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "deactivate" -d 'Take a member out of service: off every open conversation, owners kept dormant'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "activate" -d 'Bring a member back; its ownerships count again'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and not __fish_seen_subcommand_from add import list show update deactivate activate remove" -f -a "remove" -d 'Remove a member that nothing refers to'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l name -d 'The name' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l external-id -d 'The id in another system' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l column -d 'Which header is which column, where its name doesn\'t tell: `phone=Mobile`; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l delimiter -d 'What stands between two cells: `,` `;` `|` or `tab` [default: whatever makes most headers known]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l encoding -d 'The encoding, if it isn\'t UTF-8 or UTF-16: `windows-1252`, `latin1` …' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l on-error -d 'If a row is faulty: change nothing, or skip it and take the others' -r -f -a "abort\t''
skip\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l rejects -d 'Write the faulty rows here with what is wrong; corrected, the file can be imported' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l strict-columns -d 'Columns that nobody asked for are an error'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l limit -d 'Show at most this many' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l active -d 'Only active ones'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l inactive -d 'Only inactive ones'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l email -d 'A new email' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l name -d 'A new name; empty clears it' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l external-id -d 'A new id in another system; empty clears it' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l hand-over-to -d 'Who takes over, in turn' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand member; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "add" -d 'Add a team'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "import" -d 'Import teams: each gets exactly the members and the order of the file'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "list" -d 'List the teams'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "show" -d 'Show a team'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "update" -d 'Change a team\'s name, strategy or default agent'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "remove" -d 'Remove a team that no conversation names'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "join" -d 'Let members join at the end of the team\'s order'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and not __fish_seen_subcommand_from add import list show update remove join leave" -f -a "leave" -d 'Let members leave; the turn keeps pointing at the same member'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l strategy -d 'How it picks one of its members' -r -f -a "round-robin\t''
least-busy\t''
default-agent\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l default-agent -d 'Whom `default-agent` picks; need not be one of the members' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l member -d 'A member; give it again for more, in the order of their turns' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l column -d 'Which header is which column, where its name doesn\'t tell: `phone=Mobile`; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l delimiter -d 'What stands between two cells: `,` `;` `|` or `tab` [default: whatever makes most headers known]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l encoding -d 'The encoding, if it isn\'t UTF-8 or UTF-16: `windows-1252`, `latin1` …' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l on-error -d 'If a row is faulty: change nothing, or skip it and take the others' -r -f -a "abort\t''
skip\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l rejects -d 'Write the faulty rows here with what is wrong; corrected, the file can be imported' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l strict-columns -d 'Columns that nobody asked for are an error'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -l limit -d 'Show at most this many' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l strategy -d 'How it picks one of its members' -r -f -a "round-robin\t''
least-busy\t''
default-agent\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l default-agent -d 'Whom `default-agent` picks; empty for nobody' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l rename -d 'A new name' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from join" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand team; and __fish_seen_subcommand_from leave" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -f -a "add" -d 'Add a contact'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -f -a "list" -d 'List the contacts'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -f -a "show" -d 'Show a contact'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -f -a "update" -d 'Change what is known of a contact'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and not __fish_seen_subcommand_from add list show update remove" -f -a "remove" -d 'Remove a contact that never had a conversation, with its ownerships'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l first-name -d 'The first name' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l last-name -d 'The last name' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l email -d 'The email' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l account -d 'The company; contacts of one account are found by it' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l external-id -d 'The id in another system' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l owner -d 'An owner\'s email; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l account -d 'Of this account, in any case' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l owner -d 'Owned by this member' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l search -d 'With this text in a name, the account, the email, the phone or the external id' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l limit -d 'Show at most this many' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l unowned -d 'Without an active owner'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l phone -d 'A new phone' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l first-name -d 'The first name' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l last-name -d 'The last name' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l email -d 'The email' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l account -d 'The company; contacts of one account are found by it' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l external-id -d 'The id in another system' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand contact; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -f -a "add" -d 'Make members owners of a contact'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -f -a "remove" -d 'Take owners from a contact'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -f -a "import" -d 'Import a key-account mapping: which contacts belong to which owners'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -f -a "transfer" -d 'Move a member\'s ownerships to others, who take turns; the member stays'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -f -a "export" -d 'Write who owns whom as CSV, for `owner import` to read again'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and not __fish_seen_subcommand_from add remove import transfer export list" -f -a "list" -d 'List who owns whom, why and since when'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l assign-open -d 'Put them on the contact\'s open conversation too'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l create-contacts -d 'Make the contact if it isn\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l column -d 'Which header is which column, where its name doesn\'t tell: `phone=Mobile`; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l delimiter -d 'What stands between two cells: `,` `;` `|` or `tab` [default: whatever makes most headers known]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l encoding -d 'The encoding, if it isn\'t UTF-8 or UTF-16: `windows-1252`, `latin1` …' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l on-error -d 'If a row is faulty: change nothing, or skip it and take the others' -r -f -a "abort\t''
skip\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l rejects -d 'Write the faulty rows here with what is wrong; corrected, the file can be imported' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l mode -d 'What becomes of owners whom the file doesn\'t name: they stay; those of its contacts go; those of all contacts go' -r -f -a "add\t''
replace\t''
sync\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l match-owner -d 'What the file calls owners by' -r -f -a "email\t''
name\t''
external-id\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l owner -d 'The owner of all contacts, for a file without an owner column' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l keep -d 'Leave ownerships with these reasons alone' -r -f -a "manual\t''
import\t''
first-responder\t''
handed-over\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l phone-format -d 'How to read phone numbers without a country code: `auto` takes the one valid reading, `international` adds the `+`, `national` uses the country [default: the setting default-phone-format]' -r -f -a "auto\t''
international\t''
national\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l confirm -d 'Take away exactly so many ownerships, where a dry run has said so' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l max-removals -d 'Take away at most so many ownerships, or so many of a hundred' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l strict-columns -d 'Columns that nobody asked for are an error'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l existing-only -d 'Reject contacts that aren\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l create-members -d 'Make members that aren\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l allow-inactive -d 'Let inactive members become owners, for restoring an export'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l skip-without-phone -d 'Leave out rows and lines without any phone number, and count them as skipped'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l from -d 'Whose ownerships' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l to -d 'Who takes over, in turn' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l account -d 'Only of this account\'s contacts, in any case' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from transfer" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from export" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from export" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from export" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l contact -d 'Of this contact' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l member -d 'Of this member' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l account -d 'Of this account\'s contacts, in any case' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l limit -d 'Show at most this many' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand owner; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -f -a "list" -d 'List conversations, closed ones too'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -f -a "show" -d 'Show a conversation'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and not __fish_seen_subcommand_from list show close" -f -a "close" -d 'Close a conversation'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l status -d 'In this status' -r -f -a "created\t''
flow\t''
new\t''
in-progress\t''
closed\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l assigned-to -d 'With this member on it' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l team -d 'Given to this team' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l contact -d 'Of this contact' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l limit -d 'Show at most this many' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l open -d 'In any status but closed'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l unassigned -d 'Open and without a member, whatever the team'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand conversation; and __fish_seen_subcommand_from close" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l member -d 'A member\'s email; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l team -d 'The team to set' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l replace -d 'Make the named members the only ones; the team is left alone'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand assign" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l member -d 'A member\'s email; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l team -d 'Clear the team'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l all -d 'Every member and the team'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand unassign" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l member -d 'Only what happened to this member' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand why" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -f -a "list" -d 'List the settings'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -f -a "get" -d 'Show a setting'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -f -a "set" -d 'Change a setting'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and not __fish_seen_subcommand_from list get set reset" -f -a "reset" -d 'Give a setting its default'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand settings; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l contact -d 'The contact\'s phone' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l from -d 'Who sends it' -r -f -a "contact\t''
member\t''
flow\t''
system\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l member -d 'The sender\'s email, with --from member' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l assign -d 'The flow\'s step Assign: a member\'s email; give it again for more; with --from flow' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l assign-team -d 'The flow\'s step Assign Team: the team\'s name; with --from flow' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l batch -d 'Play a message log, one JSON object a line; `-` is stdin' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l phone-format -d 'How to read phone numbers without a country code: `auto` takes the one valid reading, `international` adds the `+`, `national` uses the country [default: the setting default-phone-format]' -r -f -a "auto\t''
international\t''
national\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l note -d 'An internal note, which the contact never sees; with --from member'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l end-flow -d 'The flow ends; with --from flow'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l skip-without-phone -d 'Leave out rows and lines without any phone number, and count them as skipped'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l create-contacts -d 'Make the contact if it isn\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand simulate-message" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -f -a "test" -d 'Play scenario files, and say which expectations didn\'t come'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -f -a "explain" -d 'Show every step with its decision, who came, who was passed over, and why'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and not __fish_seen_subcommand_from test explain compare" -f -a "compare" -d 'Play a message log twice, as things are and with something changed, and say what differs'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l run -d 'Only scenarios whose name matches; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l report -d 'Tell it elsewhere too: junit=FILE, json=FILE (- is stdout), github' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l coverage-threshold -d 'Fail if less than this part of the rules was met, in percent' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l list -d 'Only list the scenarios'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l fail-fast -d 'Stop at the first scenario that fails'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l coverage -d 'Show which rules and reasons the steps met, and which never'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l update -d 'Rewrite expectations that didn\'t come, in the files; where CI is set only as a dry run'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -l run -d 'Only scenarios whose name matches; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l with -d 'A setting as it would be; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l with-owners -d 'A key-account mapping as it would be imported, CSV; `-` is stdin' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l mode -d 'How the mapping is imported: owners whom it doesn\'t name stay; those of its contacts go; those of all contacts go' -r -f -a "add\t''
replace\t''
sync\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l column -d 'Which header is which column, where its name doesn\'t tell: `phone=Mobile`; give it again for more' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l delimiter -d 'What stands between two cells: `,` `;` `|` or `tab` [default: whatever makes most headers known]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l encoding -d 'The encoding, if it isn\'t UTF-8 or UTF-16: `windows-1252`, `latin1` …' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l match-owner -d 'What the file calls owners by' -r -f -a "email\t''
name\t''
external-id\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l owner -d 'The owner of all contacts, for a file without an owner column' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l keep -d 'Leave ownerships with these reasons alone' -r -f -a "manual\t''
import\t''
first-responder\t''
handed-over\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l phone-format -d 'How to read phone numbers without a country code: `auto` takes the one valid reading, `international` adds the `+`, `national` uses the country [default: the setting default-phone-format]' -r -f -a "auto\t''
international\t''
national\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l strict-columns -d 'Columns that nobody asked for are an error'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l existing-only -d 'Reject contacts that aren\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l create-members -d 'Make members that aren\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l allow-inactive -d 'Let inactive members become owners, for restoring an export'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l skip-without-phone -d 'Leave out rows and lines without any phone number, and count them as skipped'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l create-contacts -d 'Make contacts that aren\'t there'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand scenario; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -f -a "list" -d 'List the changes, newest first'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and not __fish_seen_subcommand_from list show" -f -a "show" -d 'Show what a change did'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l contact -d 'About this contact or one of its conversations' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l conversation -d 'About this conversation' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l member -d 'Naming this member' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l actor -d 'Only changes by this author, in any case' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l since -d 'At this time (RFC 3339) or later' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l limit -d 'Show at most this many' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l country -d 'Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] [default: the setting default-country]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand history; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l actor -d 'Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l at -d 'Time of the change, RFC 3339 [default: now]' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l skip-conflicts -d 'Undo what can be undone, and list the rest'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -s n -l dry-run -d 'Show what would change without changing anything'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -l detailed-exitcode -d 'With --dry-run, exit with 6 if there are changes'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand undo" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand backup" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -l store -d 'Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user\'s data directory]' -r -F
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -l wait -d 'Seconds to wait for a locked store' -r
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand check" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand schema" -l format -d 'Format of results [env: INBOXCTL_FORMAT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand schema" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand schema" -l json -d 'Same as `--format json`'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand schema" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand schema" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand schema" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand completions" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand completions" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand completions" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand completions" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand man" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand man" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand man" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand man" -s h -l help -d 'Print help'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand help" -l color -d 'When to use colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c inboxctl -n "__fish_inboxctl_using_subcommand help" -s q -l quiet -d 'Print errors only'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand help" -s v -l verbose -d 'Print more detail'
complete -c inboxctl -n "__fish_inboxctl_using_subcommand help" -s h -l help -d 'Print help'
