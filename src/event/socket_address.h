// What a SOCKADDR record's saddr= holds: the bytes of a struct sockaddr, in hex.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/audit_event.h"

namespace ak {

struct SocketAddress {
  std::string family;     // "ipv4", "ipv6", "unix", "netlink", else its number
  std::string ip;         // as inet_ntop writes it; empty in other families
  std::int64_t port = 0;  // that of a netlink socket is most often its process's pid
  std::string path;       // of a unix socket; an abstract name begins with '@'
};

// Nothing where the address is cut; half a byte behind it is left off. `is_big_endian`: the host
// that wrote it, which wrote the family in its own byte order.
std::optional<SocketAddress> parse_socket_address(std::string_view hex, bool is_big_endian = false);

// That of a SOCKADDR record of the event, read as the architecture in its SYSCALL record tells.
std::optional<SocketAddress> socket_address(const audit::AuditEvent& event,
                                            const audit::Record& record);

}  // namespace ak
