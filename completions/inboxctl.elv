# Completes inboxctl in elvish: append this file to ~/.config/elvish/rc.elv.
use str
set edit:completion:arg-completer[inboxctl] = {|@words|
    tmp E:COMPLETE = elvish
    (external inboxctl) -- $@words | from-lines | each {|line|
        var value @description = (str:split "\t" $line)
        edit:complex-candidate $value &display=(str:join '  ' [$value $@description])
    }
}
