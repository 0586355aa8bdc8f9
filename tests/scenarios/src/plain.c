// Acts on files by the system calls that take a plain name only. aarch64 has them for 32-bit programs
// alone:
//   plain write|empty|creat|truncate|unlink|rmdir|mkdir|mknod|chmod|chown FILE
//   plain rename|link|symlink OLD NEW
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int Write(long fd) {
  return fd < 0 || write((int)fd, "# more\n", 7) != 7;
}

static long Act(const char* op, const char* a, const char* b) {
  if (!strcmp(op, "write")) return Write(syscall(SYS_open, a, O_WRONLY | O_CREAT | O_APPEND, 0600));
  if (!strcmp(op, "empty")) return syscall(SYS_open, a, O_RDONLY | O_TRUNC) < 0;
  if (!strcmp(op, "creat")) return Write(syscall(SYS_creat, a, 0600));
  if (!strcmp(op, "truncate")) return syscall(SYS_truncate, a, 0);
  if (!strcmp(op, "unlink")) return syscall(SYS_unlink, a);
  if (!strcmp(op, "rmdir")) return syscall(SYS_rmdir, a);
  if (!strcmp(op, "mkdir")) return syscall(SYS_mkdir, a, 0755);
  if (!strcmp(op, "mknod")) return syscall(SYS_mknod, a, S_IFIFO | 0600, 0);
  if (!strcmp(op, "chmod")) return syscall(SYS_chmod, a, 0644);
  if (!strcmp(op, "chown")) return syscall(SYS_chown, a, 4242, 4242);
  if (b && !strcmp(op, "rename")) return syscall(SYS_rename, a, b);
  if (b && !strcmp(op, "link")) return syscall(SYS_link, a, b);
  if (b && !strcmp(op, "symlink")) return syscall(SYS_symlink, a, b);
  return 2;
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  if (Act(argv[1], argv[2], argv[3]) != 0) {
    perror(argv[1]);
    return 1;
  }
  return 0;
}
