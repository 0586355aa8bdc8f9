// Acts on files by names relative to a directory's descriptor:
//   at DIR write|openat2|inroot|tmpfile|nameless|mkdir|mknod|unlink|rmdir|chmod|chown|utime NAME
//   at DIR rename|exchange|link|symlink OTHER NAME
//   at DIR move|swap OTHERDIR NAME      from or with the same name in another directory
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int Write(int fd) {
  return fd < 0 || write(fd, "# more\n", 7) != 7;
}

// A file without a name, which gets one when it is complete: by its descriptor alone, or by the
// descriptor's name.
static int WriteThenName(int dir, const char* name, int by_descriptor) {
  char self[64];
  int fd = openat(dir, ".", O_TMPFILE | O_WRONLY, 0600);
  if (Write(fd) != 0) return -1;
  if (by_descriptor) return linkat(fd, "", dir, name, AT_EMPTY_PATH);
  snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
  return linkat(AT_FDCWD, self, dir, name, AT_SYMLINK_FOLLOW);
}

static int Act(int dir, const char* op, const char* a, const char* b) {
  if (!strcmp(op, "write")) return Write(openat(dir, a, O_WRONLY | O_CREAT | O_APPEND, 0600));
  if (!strcmp(op, "openat2") || !strcmp(op, "inroot")) {
    struct open_how how = {.flags = O_WRONLY | O_CREAT | O_APPEND,
                           .mode = 0600,
                           .resolve = strcmp(op, "inroot") ? RESOLVE_BENEATH : RESOLVE_IN_ROOT};
    return Write((int)syscall(SYS_openat2, dir, a, &how, sizeof how));
  }
  if (!strcmp(op, "tmpfile")) return WriteThenName(dir, a, 0);
  if (!strcmp(op, "nameless")) return WriteThenName(dir, a, 1);
  if (!strcmp(op, "mkdir")) return mkdirat(dir, a, 0755);
  if (!strcmp(op, "unlink")) return unlinkat(dir, a, 0);
  if (!strcmp(op, "rmdir")) return unlinkat(dir, a, AT_REMOVEDIR);
  if (!strcmp(op, "chmod")) return fchmodat(dir, a, 0644, 0);
  if (!strcmp(op, "chown")) return fchownat(dir, a, 4242, 4242, AT_SYMLINK_NOFOLLOW);
  if (!strcmp(op, "utime")) return utimensat(dir, a, NULL, 0);
  if (!strcmp(op, "mknod")) return mknodat(dir, a, S_IFIFO | 0600, 0);
  if (b && (!strcmp(op, "move") || !strcmp(op, "swap"))) {
    int other = open(a, O_PATH | O_DIRECTORY);
    return renameat2(other, b, dir, b, strcmp(op, "swap") ? 0 : RENAME_EXCHANGE);
  }
  if (b && !strcmp(op, "rename")) return renameat(AT_FDCWD, a, dir, b);
  if (b && !strcmp(op, "exchange")) return renameat2(AT_FDCWD, a, dir, b, RENAME_EXCHANGE);
  if (b && !strcmp(op, "link")) return linkat(AT_FDCWD, a, dir, b, 0);
  if (b && !strcmp(op, "symlink")) return symlinkat(a, dir, b);
  return 2;
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  int dir = open(argv[1], O_PATH | O_DIRECTORY);
  if (dir < 0 || Act(dir, argv[2], argv[3], argv[4]) != 0) {
    perror(argv[2]);
    return 1;
  }
  return 0;
}
