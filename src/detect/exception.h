// An [[exception]]: alerts that a site knows to be harmless, as a plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/time.h"
#include "eql/query.h"

namespace ak::detect {

struct Exception {
  std::vector<std::string> detections;  // ids; "*" stands for every one
  eql::Query condition;                 // of one event, any category
  std::string condition_text;
  std::string reason;
  std::string author;
  std::string expires_text;    // the last day on which it applies (UTC); empty: no end
  std::optional<TimeMs> end;   // the first moment at which it does not apply
  Diagnostic detection_place;  // for complaints about its detections
  Diagnostic expires_place;    // and about its end

  [[nodiscard]] bool applies_at(TimeMs time) const { return !end || time < *end; }
};

}  // namespace ak::detect
