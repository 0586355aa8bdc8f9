// What each syscall and each user-space record is in ECS: category, types and actions. Declarative:
// one table in acts.cc, one entry an act. Where two vocabularies name one act differently the event
// carries both words, the first being the one that is printed.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ak {

// How an act's fields are read from the records.
enum class ActKind {
  exec,
  fork,    // a new process, or only a thread
  exit,    // of a whole process or of one thread
  open,    // what it did to the file depends on the flags and on the PATH items
  change,  // of an existing file
  create,  // of a name
  link,
  symlink,
  rename,
  remove,
  mount,  // of one tree over another, or only of attributes; depends on the flags
  network,
  other,
  minor,  // the means rather than the end: a record beside it that has an act says what was done
};

struct Act {
  ActKind kind = ActKind::other;
  std::string_view category;
  std::array<std::string_view, 2> types;    // the second may be empty
  std::array<std::string_view, 2> actions;  // the second may be empty
};

// The act of a syscall, by its name in libaudit's tables; 32-bit names ("chown32") included.
// nullptr when it has no entry: process, info, and the syscall's name as the action.
const Act* syscall_act(std::string_view syscall);

// The act of a record that says itself what was done, by its type's name ("USER_LOGIN"): most are
// written by programs in user space. nullptr when it has no entry.
const Act* record_act(std::string_view record_type);

// What an AVC record says that denies something.
const Act& policy_violated(bool by_apparmor);

// What an open did to the file it opened.
const Act& open_created();
const Act& open_changed();
const Act& open_read();

// What a mount did to the file or directory that another was laid over.
const Act& mounted_over();

// Every name with an entry, for tests.
std::vector<std::string_view> syscalls_with_acts();
std::vector<std::string_view> records_with_acts();

}  // namespace ak
