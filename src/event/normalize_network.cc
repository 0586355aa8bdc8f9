#include "event/normalize_network.h"

#include <optional>
#include <string>

#include "event/audit_fields.h"
#include "event/socket_address.h"

namespace ak {
namespace {

void set_address(Event& event, const SyscallView& view, bool outgoing, bool incoming) {
  const audit::Record* record = view.event.find(record_type::kSockaddr);
  const auto address = record == nullptr ? std::nullopt : socket_address(view.event, *record);
  if (!address) return;
  event.set(Field::auditd_socket_family, address->family);
  const bool has_peer = !address->ip.empty() || !address->path.empty();
  if (has_peer && (outgoing || incoming))
    event.set(Field::network_direction, outgoing ? "egress" : "ingress");
  if (outgoing) event.set_nonempty(Field::destination_address, address->path);
  if (address->ip.empty()) return;
  event.set(Field::network_type, address->family);
  event.set(outgoing ? Field::destination_address : Field::source_address, address->ip);
  event.set(outgoing ? Field::destination_ip : Field::source_ip, address->ip);
  event.set(outgoing ? Field::destination_port : Field::source_port, address->port);
}

}  // namespace

void set_network(Event& event, const SyscallView& view) {
  constexpr std::string_view kInProgress = "-115";  // EINPROGRESS of asm-generic/errno.h
  if (field_value(&view.record, "exit") == kInProgress) {
    event.set(Field::event_outcome, "unknown");
    event.erase(Field::auditd_result);
  }
  const std::string_view action = view.act->actions[0];
  set_address(event, view, action == "connection_attempted", action == "connection_accepted");
}

void set_peer(Event& event, const SyscallView& view) {
  const std::string_view action = view.act->actions[0];
  const bool outgoing = action == "sent-to";
  const bool incoming = action == "received-from";
  if (outgoing || incoming) set_address(event, view, outgoing, incoming);
}

}  // namespace ak
