// Opens a file for reading only, and empties or makes it on the way:  reading FILE read|empty|make
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  int flags = O_RDONLY;
  if (!strcmp(argv[2], "empty")) flags |= O_TRUNC;
  if (!strcmp(argv[2], "make")) flags |= O_CREAT;
  if (open(argv[1], flags, 0600) < 0) {
    perror(argv[1]);
    return 1;
  }
  return 0;
}
