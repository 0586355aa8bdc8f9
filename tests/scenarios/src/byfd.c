// Executes a program by a descriptor alone, execveat(fd, "", …):  byfd FILE ARG0 ARG...
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv, char** environment) {
  if (argc < 3) return 2;
  fexecve(open(argv[1], O_PATH | O_CLOEXEC), argv + 2, environment);
  perror(argv[1]);
  return 1;
}
