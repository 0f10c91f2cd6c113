/* Lets calls that touch files below FAULT_FOLDER fail, as a full or broken disk does; loaded with LD_PRELOAD.

   faults_set(kinds, after, error, times): of the calls of these kinds, let `times` fail with `error`, once `after` of
   them have gone well. faults_seen(): how many calls of these kinds there have been since. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2, NAMES = 4, READS = 8 };

static volatile int fault_kinds, fault_error;
static volatile long fault_after, fault_times, calls;

void faults_set(int kinds, long after, int error, long times) {
    fault_kinds = kinds, fault_after = after, fault_error = error, fault_times = times;
    __atomic_store_n(&calls, 0, __ATOMIC_SEQ_CST);
}

long faults_seen(void) { return __atomic_load_n(&calls, __ATOMIC_SEQ_CST); }

static int is_ours(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_our_file(int file) {
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_ours(path);
}

static int fails(int kind, int ours) {
    if (!(fault_kinds & kind) || !ours)
        return 0;
    long call = __atomic_fetch_add(&calls, 1, __ATOMIC_SEQ_CST);
    if (call < fault_after || call >= fault_after + fault_times)
        return 0;
    errno = fault_error;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define KEEPING_ERRNO(call) ({ int kept = errno; int ours = call; errno = kept; ours; })
#define ON_FILE(result, name, kind, arguments, passed)                                                                 \
    result name arguments {                                                                                            \
        if (fault_kinds && fails(kind, KEEPING_ERRNO(is_our_file(file))))                                              \
            return -1;                                                                                                 \
        return REAL(name) passed;                                                                                      \
    }
#define ON_PATH(result, name, arguments, passed)                                                                       \
    result name arguments {                                                                                            \
        if (fault_kinds && fails(NAMES, is_ours(path)))                                                                \
            return -1;                                                                                                 \
        return REAL(name) passed;                                                                                      \
    }
#define ON_OPENING(name)                                                                                               \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = va_arg(rest, mode_t);                                                                            \
        va_end(rest);                                                                                                  \
        if (fault_kinds && (flags & O_CREAT) && fails(NAMES, is_ours(path)))                                           \
            return -1;                                                                                                 \
        return REAL(name)(path, flags, mode);                                                                          \
    }

ON_FILE(ssize_t, write, WRITES, (int file, const void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, writev, WRITES, (int file, const struct iovec *data, int count), (file, data, count))
ON_FILE(ssize_t, pwrite, WRITES, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
ON_FILE(ssize_t, pwrite64, WRITES, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
ON_FILE(int, ftruncate, WRITES, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, WRITES, (int file, off64_t size), (file, size))
ON_FILE(int, fsync, SYNCS, (int file), (file))
ON_FILE(int, fdatasync, SYNCS, (int file), (file))
ON_FILE(ssize_t, read, READS, (int file, void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, pread, READS, (int file, void *data, size_t size, off_t at), (file, data, size, at))
ON_FILE(ssize_t, pread64, READS, (int file, void *data, size_t size, off64_t at), (file, data, size, at))
ON_PATH(int, rename, (const char *path, const char *to), (path, to))
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode))
ON_OPENING(open)
ON_OPENING(open64)
