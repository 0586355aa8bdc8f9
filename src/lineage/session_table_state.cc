// SessionTable: saving and loading.
#include <utility>

#include "lineage/lineage_state.h"
#include "lineage/session_table.h"

namespace ak {
namespace {

constexpr std::size_t kMaxEntityIdBytes = 64;

}  // namespace

void SessionTable::save(ProgramList& programs, ByteWriter& out) const {
  out.number(sessions_.size());
  for (const Session& session : sessions_) {
    out.hash(session.host);
    out.integer(session.number);
    out.integer(session.leader_pid);
    out.text(session.leader_entity_id);
    out.number(programs.number_of(session.program));
  }
}

void SessionTable::load(ByteReader& in, const ProgramList& programs) {
  const std::size_t count = in.count(limits::kMaxSessions);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    Session session;
    session.host = in.hash();
    session.number = in.integer();
    session.leader_pid = in.integer();
    session.leader_entity_id = in.text(kMaxEntityIdBytes);
    session.program = programs.at(in.number(programs.programs().size()));
    if (!in.failed()) begin(std::move(session));
  }
}

void SessionTable::clear() {
  sessions_.clear();
  index_.clear();
}

}  // namespace ak
