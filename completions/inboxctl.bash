# Completes inboxctl in bash: put it into ~/.local/share/bash-completion/completions, or source it in ~/.bashrc.
_inboxctl() {
    local line=${COMP_LINE:-${COMP_WORDS[*]}} candidate
    COMPREPLY=()
    if [[ ${3-} == [\<\>]* ]]; then # a file that the shell reads or writes
        compopt -o default 2>/dev/null
        return
    fi
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(COMPLETE=bash command inboxctl -- "${line:0:${COMP_POINT:-${#line}}}" "${2-}" "${COMP_TYPE-}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _inboxctl inboxctl 2>/dev/null || complete -F _inboxctl inboxctl
