// Acts on an open file, which it opens for reading only (for writing to truncate):
//   onfd FILE chmod|chown|setxattr|removexattr|utime|truncate|allocate
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static int Act(int fd, const char* op) {
  if (!strcmp(op, "chmod")) return fchmod(fd, 0644);
  if (!strcmp(op, "chown")) return fchown(fd, 4242, 4242);
  if (!strcmp(op, "setxattr")) return fsetxattr(fd, "user.note", "x", 1, 0);
  if (!strcmp(op, "removexattr")) return fremovexattr(fd, "user.note");
  if (!strcmp(op, "utime")) return futimens(fd, NULL);
  if (!strcmp(op, "truncate")) return ftruncate(fd, 0);
  if (!strcmp(op, "allocate")) return fallocate(fd, 0, 0, 4096);
  return 2;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  int writes = !strcmp(argv[2], "truncate") || !strcmp(argv[2], "allocate");
  int fd = open(argv[1], writes ? O_RDWR : O_RDONLY);
  if (fd < 0 || Act(fd, argv[2]) != 0) {
    perror(argv[2]);
    return 1;
  }
  return 0;
}
