#include "audit/audit_event.h"

namespace ak::audit {

const Field* Record::find(std::string_view field) const {
  for (const Field& candidate : fields) {
    if (candidate.name == field) return &candidate;
  }
  return nullptr;
}

const Record* AuditEvent::find(int wanted) const {
  for (const Record& record : records) {
    if (record.type == wanted) return &record;
  }
  return nullptr;
}

}  // namespace ak::audit
