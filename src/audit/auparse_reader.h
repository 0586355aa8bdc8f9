// A whole event's records become a value: libauparse cuts them into fields, and their text is
// decoded. The only door to libauparse.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/argv.h"
#include "audit/audit_event.h"
#include "audit/field_text.h"
#include "audit/raw_event.h"
#include "audit/record_ends.h"

namespace ak::audit {

// One thread: libauparse before 4.2 shares state between its parsers.
class AuparseReader {
 public:
  AuparseReader();
  ~AuparseReader();
  AuparseReader(const AuparseReader&) = delete;
  AuparseReader& operator=(const AuparseReader&) = delete;

  // Reads `raw` into `event`, whose former contents go. False if libauparse found no record in it.
  // event.partial says that records are missing, as their own contents tell: an item of a SYSCALL
  // without its PATH, a PATH without its SYSCALL, an argument that execve announced, a quote
  // without its end; or that some were dropped at a cap, or did not come though its node is wont to
  // write them. The directory of a CWD that may lack its end is left out: it would be another one.
  [[nodiscard]] bool read(const RawEvent& raw, AuditEvent& event);

 private:
  struct State;

  void read_records(const RawEvent& raw, std::size_t first, std::size_t end, AuditEvent& event);
  void read_record(const RawEvent& raw, const RawRecord& source, bool hides_spaces,
                   AuditEvent& event);
  bool add_field(const RawRecord& source, const char* name, const char* value, Record& record);
  std::string name_of_id(const std::string& field, const Record& record) const;
  void name_syscall(Record& record) const;
  std::string name_in_log(const Field& syscall) const;

  std::unique_ptr<State> state_;
  std::string buffer_;              // what libauparse is given
  std::vector<bool> hides_spaces_;  // of each record in it: quoted_spaces.h
  EnrichedNames names_;
  ArgvBuilder argv_;
  RecordEnds ends_;
  bool has_cut_records_ = false;  // of the event that is read
};

}  // namespace ak::audit
