#include "lineage/session_table.h"

#include <utility>

namespace ak {

std::string_view entry_type(std::string_view program) {
  if (program == "sshd" || program == "sshd-session") return "sshd";
  if (program == "cron" || program == "crond" || program == "atd") return "cron";
  if (program == "login") return "terminal";
  if (program == "systemd" || program == "(systemd)") return "init";
  return {};
}

void SessionTable::begin(Session session) {
  const Key key{session.host, session.number};
  const auto known = index_.find(key);
  if (known != index_.end()) {
    sessions_.erase(known->second);
    index_.erase(known);
  } else if (index_.size() >= limits::kMaxSessions) {
    index_.erase(Key{sessions_.front().host, sessions_.front().number});
    sessions_.pop_front();
  }
  sessions_.push_back(std::move(session));
  index_.emplace(key, std::prev(sessions_.end()));
}

const Session* SessionTable::find(std::uint64_t host, std::int64_t number) {
  const auto found = index_.find(Key{host, number});
  if (found == index_.end()) return nullptr;
  sessions_.splice(sessions_.end(), sessions_, found->second);
  return &*found->second;
}

}  // namespace ak
