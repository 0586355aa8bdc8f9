#include "audit/kernel_status.h"

#include <fmt/format.h>
#include <libaudit.h>
#include <poll.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/fd.h"

namespace ak::audit {
namespace {

Error failure(std::string_view what, int error_number) {
  return {fmt::format("{}: {}", what, std::strerror(error_number))};
}

}  // namespace

Result<KernelStatus> read_kernel_status(std::chrono::milliseconds timeout) {
  const UniqueFd netlink(::audit_open());
  if (!netlink) return failure("cannot reach the kernel's audit system", errno);
  const int sent = ::audit_request_status(netlink.get());
  if (sent < 0) return failure("the kernel does not tell its audit status", -sent);

  const auto end = std::chrono::steady_clock::now() + timeout;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd wanted{netlink.get(), POLLIN, 0};
    if (left.count() < 0 || ::poll(&wanted, 1, static_cast<int>(left.count())) == 0) {
      return failure("the kernel does not tell its audit status", ETIMEDOUT);
    }
    audit_reply reply{};
    const int got = ::audit_get_reply(netlink.get(), &reply, GET_REPLY_NONBLOCKING, 0);
    if (got <= 0 || reply.type != AUDIT_GET) continue;  // an acknowledgement
    const audit_status& status = *reply.status;
    return KernelStatus{status.enabled, status.pid, status.lost, status.backlog,
                        status.backlog_limit};
  }
}

}  // namespace ak::audit
