// Appends to a file that it opens by its handle, without any name:  handle FILE
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char** argv) {
  struct file_handle* handle = malloc(sizeof *handle + MAX_HANDLE_SZ);
  int mount_id, mount = open("/", O_RDONLY | O_DIRECTORY);
  if (argc != 2 || !handle) return 2;
  handle->handle_bytes = MAX_HANDLE_SZ;
  if (name_to_handle_at(AT_FDCWD, argv[1], handle, &mount_id, 0) != 0) return 1;
  int fd = open_by_handle_at(mount, handle, O_WRONLY | O_APPEND);
  if (fd < 0 || write(fd, "# more\n", 7) != 7) {
    perror("open_by_handle_at");
    return 1;
  }
  return 0;
}
