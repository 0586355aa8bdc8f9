// Starts a program in a child, and waits for it:
//   spawn fork|vfork|clone|clone3|thread PROGRAM ARG...
//   spawn between-fork|between-clone|between-clone3 PROGRAM ARG...
//                              in a child of a child that is still this program
//   spawn orphan PROGRAM...    its parent is gone before it starts
//   spawn adopt PROGRAM...     the same, but this process adopts orphans
//   spawn thread-exec PROGRAM… in this process, by a thread that is not the first
#define _GNU_SOURCE
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char** program;

static void Exec(void) {
  execvp(program[0], program);
  perror(program[0]);
  _exit(127);
}

// The intermediate child ends; its child waits until it has been given away.
static void Orphan(void) {
  pid_t between = fork();
  if (between > 0) {
    waitpid(between, NULL, 0);
    return;
  }
  between = getpid();
  if (fork() == 0) {
    while (getppid() == between) usleep(1000);
    Exec();
  }
  _exit(0);
}

static void* Thread(void* how) {
  if (!strcmp(how, "thread-exec")) Exec();
  if (vfork() == 0) Exec();
  return NULL;
}

static long Fork(const char* how) {
  struct clone_args args = {.exit_signal = SIGCHLD};
#ifdef SYS_fork
  if (!strcmp(how, "fork")) return syscall(SYS_fork);
#endif
  if (!strcmp(how, "clone")) return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (!strcmp(how, "clone3")) return syscall(SYS_clone3, &args, sizeof args);
  return -1;
}

static int Spawn(char* how) {
  pthread_t thread;
  int between = !strncmp(how, "between-", 8);
  long pid = !strcmp(how, "vfork") ? vfork() : Fork(between ? how + 8 : how);
  if (pid == 0 && between) pid = fork();
  if (pid == 0) Exec();
  if (!strncmp(how, "thread", 6)) {
    if (pthread_create(&thread, NULL, Thread, how) != 0) return 1;
    pthread_join(thread, NULL);
  } else if (!strcmp(how, "adopt")) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    Orphan();
  } else if (!strcmp(how, "orphan")) {
    Orphan();
  } else if (pid < 0) {
    return 2;
  }
  while (wait(NULL) > 0) {
  }
  return 0;
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  program = argv + 2;
  return Spawn(argv[1]);
}
