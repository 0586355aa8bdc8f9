// Network acts: the peer's or the own address out of the SOCKADDR record.
#pragma once

#include "event/event.h"
#include "event/syscall_view.h"

namespace ak {

// Sets destination.*, source.* and network.*. A connect that is still in progress has no outcome.
void set_network(Event& event, const SyscallView& view);

// The same for what is sent or received over a socket; nothing for other acts.
void set_peer(Event& event, const SyscallView& view);

}  // namespace ak
