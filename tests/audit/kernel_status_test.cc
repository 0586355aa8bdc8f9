// The real kernel's word on its audit system.
#include "audit/kernel_status.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ak::audit {
namespace {

TEST(KernelStatus, IsToldByTheKernelOrSaysWhyNot) {
  const Result<KernelStatus> status = read_kernel_status(std::chrono::milliseconds(2000));
  if (status) {
    EXPECT_LE(status.value().enabled, 2U);
    EXPECT_GT(status.value().backlog_limit, 0U);
  } else {
    EXPECT_NE(status.error().message.find(": "), std::string::npos) << status.error().message;
  }
}

TEST(KernelStatus, IsNotToldToJustAnybody) {
  if (::geteuid() == 0) {
    const pid_t child = ::fork();
    if (child == 0) {
      const bool dropped = ::setresuid(65534, 65534, 65534) == 0;
      ::_exit(dropped && !read_kernel_status(std::chrono::milliseconds(2000)) ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  } else {
    EXPECT_FALSE(read_kernel_status(std::chrono::milliseconds(2000)));
  }
}

}  // namespace
}  // namespace ak::audit
