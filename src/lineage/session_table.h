// The sessions of the audit system (ses=), and the process in which each began: the one whose login
// id was set, as the kernel's LOGIN record tells (sshd, login, cron, a service manager). All that
// comes of it has the session's number, so its leader is known however many processes are between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/limits.h"
#include "lineage/process_table.h"

namespace ak {

struct Session {
  std::uint64_t host = 0;
  std::int64_t number = 0;
  std::int64_t leader_pid = 0;
  std::string leader_entity_id;            // empty when the leader is not known
  std::shared_ptr<const Program> program;  // what it ran then; nullptr when not known
};

// process.entry_leader.entry_meta.type of a session that began in that program: "sshd", "cron",
// "terminal" (login at a console), "init" (a service manager); empty for others.
std::string_view entry_type(std::string_view program);

class ByteReader;
class ByteWriter;
class ProgramList;

class SessionTable {
 public:
  // Takes the session; an earlier one of that number is over. At the cap the one that was not asked
  // for for the longest time goes.
  void begin(Session session);

  // nullptr when not known. Counts as a use. Valid until the next begin().
  const Session* find(std::uint64_t host, std::int64_t number);

  // All sessions, their programs in the list. load(): what save() wrote; `in` fails if it is not.
  void save(ProgramList& programs, ByteWriter& out) const;
  void load(ByteReader& in, const ProgramList& programs);
  void clear();

  [[nodiscard]] std::size_t size() const { return index_.size(); }

 private:
  struct Key {
    std::uint64_t host;
    std::int64_t number;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return static_cast<std::size_t>((key.host ^ static_cast<std::uint64_t>(key.number)) *
                                      0x9e3779b97f4a7c15ULL);
    }
  };

  std::list<Session> sessions_;  // least recently used first
  std::unordered_map<Key, std::list<Session>::iterator, KeyHash> index_;
};

}  // namespace ak
