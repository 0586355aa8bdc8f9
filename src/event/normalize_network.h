// Network acts: the peer's or the own address out of the SOCKADDR record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "event/event.h"
#include "event/syscall_view.h"

namespace ak {

struct SocketAddress {
  std::string_view family;  // "ipv4", "ipv6": ECS's network.type
  std::string ip;           // as inet_ntop writes it
  std::int64_t port = 0;
};

// A sockaddr_in or sockaddr_in6 in the hex of SOCKADDR's saddr=. Nothing for other families and for
// hex that is cut.
std::optional<SocketAddress> parse_socket_address(std::string_view hex);

// Sets destination.*, source.* and network.*. A connect that is still in progress has no outcome.
void set_network(Event& event, const SyscallView& view);

}  // namespace ak
