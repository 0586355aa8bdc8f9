// Whether the records of one event have their ends: a record can be cut short on its way (auditd
// 4.2 sends its plugins records that lack their last 16 bytes when log_format is RAW; syslog has
// lines of so many bytes only).
//
// What a record itself tells: SYSCALL and URINGOP end in a key, PATH in a kind (nametype) or what
// follows it, what a program says in a quote, what tells a syscall's arguments in the last of them,
// SELinux's decisions have a class, no record of the kernel ends within quotes, and none of those
// that accompany a SYSCALL in a word without a value. What auditd adds after byte 0x1D ends whole,
// and has the names of all ids.
//
// What they tell of each other, since one kernel and one auditd wrote them: where one has such
// names, those that have ids do. PATHs have a kind where one has, or a PROCTITLE is there (both
// since Linux 3.13 or 3.14; mainline's before had none). Where one shows the root of a file's
// capabilities, each of its kind does, or says that nobody looked (Linux 5.1: audit_log_fcaps() of
// kernel/audit.c).
//
// A number that lost digits, or hex that lost whole bytes, at the end of all shows nothing.
#pragma once

#include <cstddef>
#include <string_view>

#include "audit/audit_event.h"

namespace ak::audit {

class RecordEnds {
 public:
  // Forgets the last event.
  void begin() { *this = RecordEnds{}; }

  // A record of the event. `text`: its own after its head. `names`: what auditd added, from byte
  // 0x1D on; empty when there is nothing.
  void add(const Record& record, std::string_view text, std::string_view names);

  [[nodiscard]] bool is_one_cut() const {
    return is_cut_ || (has_names_ && lacks_names_) || (has_root_ && lacks_root_) ||
           (lacks_kind_ && (has_kind_ || has_title_));
  }

 private:
  void add_names(const Record& record, std::size_t size, std::string_view names);
  void add_root(const Record& record);
  void add_kind(const Record& record);

  bool is_cut_ = false;
  bool has_names_ = false;
  bool lacks_names_ = false;
  bool has_root_ = false;
  bool lacks_root_ = false;
  bool has_kind_ = false;
  bool lacks_kind_ = false;
  bool has_title_ = false;
};

}  // namespace ak::audit
