#include "eql/field_names.h"

#include "base/text.h"
#include "eql/errors.h"

namespace ak::eql {

std::optional<NamedField> FieldNames::resolve(const Node& node) {
  if (const std::optional<Field> field = find_field(node.text)) {
    known_.insert(*field);
    return NamedField{node.text, *field, field_info(*field).type};
  }
  const bool is_first = named_absent_.insert(node.text).second;
  const bool is_absent = is_never_present(node.text);
  if (is_absent || node.optional) absent_.insert(node.text);
  if (node.optional || !is_first) return std::nullopt;
  if (is_absent) {
    findings_.add(Code::never_present, node.span, {node.text});
  } else {
    findings_.add(Code::unknown_field, node.span, {node.text},
                  did_you_mean(node.text, field_names(), findings_));
  }
  return std::nullopt;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         const Findings& findings) {
  if (findings.is_full()) return {};
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? std::string() : "did you mean \"" + std::string(near) + "\"?";
}

}  // namespace ak::eql
