/*
 * A disk that fails: loaded into the program in front of the C library.
 *
 * It counts the calls that touch files below FAULT_PREFIX, and fails the FAULT_AT-th of them with FAULT_ERRNO
 * (0: a short read or write), or that one and every later one of FAULT_KINDS. FAULT_TRACE gets a line for each
 * call: its kind and its path, and in front of it `!` if it failed. FAULT_RECORD gets the data of each change,
 * to be replayed up to a power cut.
 *
 * Kinds: o open, r read, w write, s fsync, t ftruncate, u unlink, n rename, l lock, m mmap, q stat, d mkdir,
 * c chmod. A call that doesn't go through the C library, as those of rustix, is not seen.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* More than any command takes: a program that hangs is ended. */
#define SECONDS 60

static const char *prefix, *kinds;
static size_t prefix_length;
static int trace = -1, record = -1;
static long at, number;
static int error, is_sticky;
static atomic_long calls;

static int raw_open(const char *path, int flags, mode_t mode) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int append_to(const char *variable) {
    const char *path = getenv(variable);
    return path ? raw_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

static void put(int file, const void *bytes, size_t length) {
    if (syscall(SYS_write, file, bytes, length) != (long)length)
        abort();
}

static int is_below(const char *path) {
    return strncmp(path, prefix, prefix_length) == 0 && (path[prefix_length] == '/' || path[prefix_length] == 0);
}

/* The absolute path of a call, if it is below the prefix. */
static int of_path(const char *path, char *whole) {
    if (!prefix)
        return 0;
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
    } else {
        char folder[PATH_MAX];
        if (syscall(SYS_getcwd, folder, sizeof folder) < 0)
            return 0;
        snprintf(whole, PATH_MAX, "%.2000s/%.2000s", folder, path);
    }
    return is_below(whole);
}

static int of_file(int file, char *whole) {
    char name[64];
    if (!prefix || file < 0)
        return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    long length = syscall(SYS_readlinkat, AT_FDCWD, name, whole, PATH_MAX - 1);
    if (length < 0)
        return 0;
    whole[length] = 0;
    return is_below(whole);
}

enum verdict { PASSES, FAILS, IS_SHORT };

/* Counts a call, and decides whether it fails. */
static enum verdict judge(char kind, const char *path) {
    long call = ++calls;
    int is_meant = at && strchr(kinds, kind) && (call == at || (is_sticky && call > at));
    enum verdict verdict = !is_meant ? PASSES : number == 0 && call == at ? IS_SHORT : FAILS;
    if (trace >= 0) {
        char line[PATH_MAX + 8];
        int length = snprintf(line, sizeof line, "%s%c %s\n", verdict == PASSES ? "" : "!", kind, path);
        put(trace, line, (size_t)length);
    }
    return verdict;
}

static int fails(char kind, const char *path) {
    if (judge(kind, path) == PASSES)
        return 0;
    errno = error;
    return 1;
}

/* ---- The record ---- */

/* Numbers of files are used again soon, so the time of birth is a part of it. */
static uint64_t identity(int folder, const char *name, int flags) {
    struct statx found;
    if (syscall(SYS_statx, folder, name, flags, STATX_INO | STATX_BTIME, &found) != 0)
        return 0;
    return found.stx_ino ^ ((uint64_t)found.stx_btime.tv_sec << 32) ^ ((uint64_t)found.stx_btime.tv_nsec << 20);
}

static void note(char kind, uint64_t file, uint64_t offset, const void *bytes, uint64_t length) {
    char head[25];
    head[0] = kind;
    memcpy(head + 1, &file, 8);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &length, 8);
    put(record, head, sizeof head);
    if (length)
        put(record, bytes, length);
}

/* Notes the names in the folder, if they have changed: so calls that aren't seen are noticed. */
static void note_names(void) {
    static char last[1 << 16];
    static size_t last_length;
    static char now[1 << 16], buffer[1 << 15];
    size_t length = 0;
    int folder = raw_open(prefix, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (folder < 0)
        return;
    for (long got; (got = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0;) {
        for (long place = 0; place < got;) {
            struct dirent64 *entry = (struct dirent64 *)(buffer + place);
            place += entry->d_reclen;
            if (entry->d_name[0] == '.' && (!entry->d_name[1] || entry->d_name[1] == '.'))
                continue;
            if (length + 320 > sizeof now)
                abort();
            uint64_t file = identity(folder, entry->d_name, AT_SYMLINK_NOFOLLOW);
            length += (size_t)sprintf(now + length, "%llu %s", (unsigned long long)file, entry->d_name) + 1;
        }
    }
    syscall(SYS_close, folder);
    if (length != last_length || memcmp(now, last, length)) {
        memcpy(last, now, length);
        last_length = length;
        note('N', 0, 0, now, length);
    }
}

static void note_change(char kind, int file, uint64_t offset, const void *bytes, uint64_t length) {
    if (record < 0)
        return;
    int kept = errno;
    struct stat found;
    note_names();
    if (syscall(SYS_fstat, file, &found) == 0 && S_ISDIR(found.st_mode))
        kind = 'D';
    note(kind, identity(file, "", AT_EMPTY_PATH), offset, bytes, length);
    errno = kept;
}

__attribute__((constructor)) static void begin(void) {
    const char *value;
    prefix = getenv("FAULT_PREFIX");
    prefix_length = prefix ? strlen(prefix) : 0;
    kinds = (value = getenv("FAULT_KINDS")) ? value : "";
    at = (value = getenv("FAULT_AT")) ? atol(value) : 0;
    number = (value = getenv("FAULT_ERRNO")) ? atol(value) : 0;
    error = number ? (int)number : ENOSPC;
    is_sticky = getenv("FAULT_STICKY") != NULL;
    trace = append_to("FAULT_TRACE");
    record = append_to("FAULT_RECORD");
    if (prefix)
        alarm(SECONDS);
    if (record >= 0)
        note_names();
}

__attribute__((destructor)) static void end(void) {
    if (record >= 0)
        note_names();
}

/* ---- The calls ---- */

static int open_at(int folder, const char *path, int flags, mode_t mode) {
    char whole[PATH_MAX];
    int is_ours = folder == AT_FDCWD && of_path(path, whole);
    if (is_ours && fails('o', whole))
        return -1;
    int file = (int)syscall(SYS_openat, folder, path, flags, mode);
    if (is_ours && file >= 0 && (flags & O_TRUNC))
        note_change('T', file, 0, NULL, 0);
    return file;
}

#define MODE(flags)                                                                                                    \
    mode_t mode = 0;                                                                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                             \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }

int open(const char *path, int flags, ...) {
    MODE(flags)
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return open_at(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return open_at(folder, path, flags, mode);
}

/* What of a read or write is done: all, half, or nothing (-1). */
static ssize_t part(char kind, int file, size_t length) {
    char whole[PATH_MAX];
    if (!of_file(file, whole))
        return (ssize_t)length;
    switch (judge(kind, whole)) {
    case PASSES:
        return (ssize_t)length;
    case IS_SHORT:
        return (ssize_t)(length > 1 ? length / 2 : length);
    default:
        errno = error;
        return -1;
    }
}

ssize_t read(int file, void *bytes, size_t length) {
    ssize_t wanted = part('r', file, length);
    return wanted < 0 ? -1 : syscall(SYS_read, file, bytes, (size_t)wanted);
}

ssize_t pread64(int file, void *bytes, size_t length, off64_t offset) {
    ssize_t wanted = part('r', file, length);
    return wanted < 0 ? -1 : syscall(SYS_pread64, file, bytes, (size_t)wanted, offset);
}

ssize_t pread(int file, void *bytes, size_t length, off_t offset) {
    return pread64(file, bytes, length, offset);
}

ssize_t write(int file, const void *bytes, size_t length) {
    char whole[PATH_MAX];
    ssize_t wanted = part('w', file, length);
    if (wanted < 0)
        return -1;
    long offset = record < 0 ? 0 : syscall(SYS_lseek, file, 0, SEEK_CUR);
    ssize_t written = syscall(SYS_write, file, bytes, (size_t)wanted);
    if (record >= 0 && written > 0 && of_file(file, whole))
        note_change('W', file, (uint64_t)offset, bytes, (uint64_t)written);
    return written;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
    char whole[PATH_MAX];
    ssize_t wanted = part('w', file, length);
    if (wanted < 0)
        return -1;
    ssize_t written = syscall(SYS_pwrite64, file, bytes, (size_t)wanted, offset);
    if (record >= 0 && written > 0 && of_file(file, whole))
        note_change('W', file, (uint64_t)offset, bytes, (uint64_t)written);
    return written;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
    return pwrite64(file, bytes, length, offset);
}

ssize_t readv(int file, const struct iovec *parts, int count) {
    char whole[PATH_MAX];
    if (of_file(file, whole))
        return read(file, parts[0].iov_base, parts[0].iov_len);
    return syscall(SYS_readv, file, parts, count);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    char whole[PATH_MAX];
    if (of_file(file, whole))
        return write(file, parts[0].iov_base, parts[0].iov_len);
    return syscall(SYS_writev, file, parts, count);
}

/* Then the standard library reads and writes. */
ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t length, unsigned flags) {
    (void)from, (void)from_offset, (void)to, (void)to_offset, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
    (void)to, (void)from, (void)offset, (void)length;
    errno = ENOSYS;
    return -1;
}

ssize_t splice(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t length, unsigned flags) {
    (void)from, (void)from_offset, (void)to, (void)to_offset, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}

static int sync_file(long call, int file) {
    char whole[PATH_MAX];
    int is_ours = of_file(file, whole);
    if (is_ours && fails('s', whole))
        return -1;
    int done = (int)syscall(call, file);
    if (is_ours && done == 0)
        note_change('S', file, 0, NULL, 0);
    return done;
}

int fsync(int file) {
    return sync_file(SYS_fsync, file);
}

int fdatasync(int file) {
    return sync_file(SYS_fdatasync, file);
}

int ftruncate64(int file, off64_t length) {
    char whole[PATH_MAX];
    int is_ours = of_file(file, whole);
    if (is_ours && fails('t', whole))
        return -1;
    int done = (int)syscall(SYS_ftruncate, file, length);
    if (is_ours && done == 0)
        note_change('T', file, (uint64_t)length, NULL, 0);
    return done;
}

int ftruncate(int file, off_t length) {
    return ftruncate64(file, length);
}

int unlink(const char *path) {
    char whole[PATH_MAX];
    if (of_path(path, whole) && fails('u', whole))
        return -1;
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int rename(const char *from, const char *to) {
    char whole[PATH_MAX];
    if (of_path(to, whole) && fails('n', whole))
        return -1;
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int mkdir(const char *path, mode_t mode) {
    char whole[PATH_MAX];
    if (of_path(path, whole) && fails('d', whole))
        return -1;
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int chmod(const char *path, mode_t mode) {
    char whole[PATH_MAX];
    if (of_path(path, whole) && fails('c', whole))
        return -1;
    return (int)syscall(SYS_fchmodat, AT_FDCWD, path, mode);
}

int fchmod(int file, mode_t mode) {
    char whole[PATH_MAX];
    if (of_file(file, whole) && fails('c', whole))
        return -1;
    return (int)syscall(SYS_fchmod, file, mode);
}

static int control(int file, int command, void *argument) {
    char whole[PATH_MAX];
    if (command == F_SETLK && of_file(file, whole) && fails('l', whole))
        return -1;
    return (int)syscall(SYS_fcntl, file, command, argument);
}

int fcntl(int file, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return control(file, command, argument);
}

int fcntl64(int file, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return control(file, command, argument);
}

void *mmap64(void *address, size_t length, int protection, int flags, int file, off64_t offset) {
    char whole[PATH_MAX];
    if (of_file(file, whole) && fails('m', whole))
        return MAP_FAILED;
    return (void *)syscall(SYS_mmap, address, length, protection, flags, file, offset);
}

int stat64(const char *path, struct stat64 *found) {
    char whole[PATH_MAX];
    if (of_path(path, whole) && fails('q', whole))
        return -1;
    return fstatat64(AT_FDCWD, path, found, 0);
}

int lstat64(const char *path, struct stat64 *found) {
    char whole[PATH_MAX];
    if (of_path(path, whole) && fails('q', whole))
        return -1;
    return fstatat64(AT_FDCWD, path, found, AT_SYMLINK_NOFOLLOW);
}

int fstat64(int file, struct stat64 *found) {
    char whole[PATH_MAX];
    if (of_file(file, whole) && fails('q', whole))
        return -1;
    return fstatat64(file, "", found, AT_EMPTY_PATH);
}
