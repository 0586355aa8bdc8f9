// Starts a program under a pid that is free, and waits for it:  aspid PID PROGRAM ARG...
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
  int wanted = argc > 2 ? atoi(argv[1]) : 0;
  for (int i = 0; wanted > 1 && i < 1000; ++i) {
    FILE* last = fopen("/proc/sys/kernel/ns_last_pid", "w");
    if (!last || fprintf(last, "%d", wanted - 1) < 0 || fclose(last) != 0) return 1;
    pid_t pid = fork();
    if (pid == 0) {
      if (getpid() != wanted) _exit(99);
      execvp(argv[2], argv + 2);
      _exit(127);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (pid == wanted) return WEXITSTATUS(status);
  }
  return 1;
}
