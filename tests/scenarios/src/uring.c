// Appends to a file through io_uring only:  uring FILE [HOW]
//   by-the-kernels-thread  works the queue
//   at-once                the file, which is there, is opened within io_uring_enter: what may create
//                          one is put off to another thread
//   before-another         the same, in one call with an open of /etc/hostname that waits for it
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int ring;
static struct io_uring_params params;
static char *sq, *cq;
static struct io_uring_sqe* sqes;

static unsigned* At(char* base, unsigned offset) {
  return (unsigned*)(void*)(base + offset);
}

static unsigned queued;

static void Queue(const struct io_uring_sqe* sqe) {
  unsigned tail = *At(sq, params.sq_off.tail), mask = *At(sq, params.sq_off.ring_mask);
  sqes[tail & mask] = *sqe;
  At(sq, params.sq_off.array)[tail & mask] = tail & mask;
  __atomic_store_n(At(sq, params.sq_off.tail), tail + 1, __ATOMIC_RELEASE);
  ++queued;
}

// Submits what is queued; the result of the first.
static int Run(void) {
  unsigned flags = IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP, count = queued;
  queued = 0;
  if (syscall(SYS_io_uring_enter, ring, count, count, flags, NULL, 0) < 0) return -1;
  unsigned head = *At(cq, params.cq_off.head);
  struct io_uring_cqe* cqes = (void*)(cq + params.cq_off.cqes);
  int result = cqes[head & *At(cq, params.cq_off.ring_mask)].res;
  __atomic_store_n(At(cq, params.cq_off.head), head + count, __ATOMIC_RELEASE);
  return result;
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const char* how = argc > 2 ? argv[2] : "";
  if (!strcmp(how, "by-the-kernels-thread")) params.flags = IORING_SETUP_SQPOLL;
  int is_chain = !strcmp(how, "before-another");
  unsigned create = strcmp(how, "at-once") && !is_chain ? O_CREAT : 0;
  params.sq_thread_idle = 1000;
  ring = (int)syscall(SYS_io_uring_setup, 4, &params);
  if (ring < 0) {
    perror("io_uring_setup");
    return 1;
  }
  int protection = PROT_READ | PROT_WRITE, flags = MAP_SHARED | MAP_POPULATE;
  sq = mmap(0, 4096, protection, flags, ring, IORING_OFF_SQ_RING);
  cq = mmap(0, 4096, protection, flags, ring, IORING_OFF_CQ_RING);
  sqes = mmap(0, 4096, protection, flags, ring, IORING_OFF_SQES);
  struct io_uring_sqe open = {.opcode = IORING_OP_OPENAT,
                              .fd = AT_FDCWD,
                              .addr = (uintptr_t)argv[1],
                              .open_flags = O_WRONLY | O_APPEND | create,
                              .len = 0600};
  if (is_chain) open.flags = IOSQE_IO_LINK;
  Queue(&open);
  open.flags = 0, open.addr = (uintptr_t) "/etc/hostname", open.open_flags = O_RDONLY;
  if (is_chain) Queue(&open);
  int fd = Run();
  struct io_uring_sqe line = {
      .opcode = IORING_OP_WRITE, .fd = fd, .addr = (uintptr_t) "# more\n", .len = 7};
  if (fd >= 0) Queue(&line);
  if (fd < 0 || Run() != 7) {
    fprintf(stderr, "uring: %d\n", fd);
    return 1;
  }
  return 0;
}
