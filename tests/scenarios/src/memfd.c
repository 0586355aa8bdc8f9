// Runs a copy of a program that has no file:  memfd PROGRAM NAME ARG...
// The copy is a memory file called NAME, which is also its argument 0.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

int main(int argc, char** argv, char** environment) {
  if (argc < 3) return 2;
  int from = open(argv[1], O_RDONLY);
  int copy = memfd_create(argv[2], MFD_CLOEXEC);
  while (sendfile(copy, from, NULL, 1 << 30) > 0) {
  }
  fexecve(copy, argv + 2, environment);
  perror("fexecve");
  return 1;
}
