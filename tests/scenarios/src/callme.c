// Calls itself something else, as any process may, and then appends to a file:
//   callme NAME FILE
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  prctl(PR_SET_NAME, argv[1], 0, 0, 0);
  int fd = open(argv[2], O_WRONLY | O_APPEND);
  return fd < 0 || write(fd, "# more\n", 7) != 7;
}
