#include "support/event_line.h"

#include <fmt/format.h>

#include <string_view>

#include "base/text.h"

namespace ak::test {
namespace {

std::string words(const Event& event, Field field, std::string_view separator) {
  const Strings* values = event.strings(field);
  return values == nullptr ? "-" : join(*values, separator);
}

struct ProcessFields {
  Field pid, name, executable, args, count;
};

std::string one_process(const Event& event, const ProcessFields& fields) {
  std::string line;
  if (const auto* pid = event.number(fields.pid)) line += fmt::format("pid={}", *pid);
  if (event.find(fields.name)) line += fmt::format(" name={}", event.string(fields.name));
  if (event.find(fields.executable)) {
    line += fmt::format(" exe={}", event.string(fields.executable));
  }
  if (event.find(fields.args)) line += fmt::format(" args=[{}]", words(event, fields.args, " "));
  if (const auto* count = event.number(fields.count)) line += fmt::format(" count={}", *count);
  return line;
}

}  // namespace

std::string line_of(const Event& event) {
  const std::string_view outcome = event.string(Field::event_outcome);
  std::string line = fmt::format(
      "{} {} {} {}", words(event, Field::event_category, ","), words(event, Field::event_type, ","),
      words(event, Field::event_action, ","), outcome.empty() ? "-" : outcome);
  if (event.find(Field::file_path)) line += fmt::format(" {}", event.string(Field::file_path));
  if (event.find(Field::file_original_path)) {
    line += fmt::format(" <- {}", event.string(Field::file_original_path));
  }
  return line;
}

std::string process_line(const Event& event) {
  const std::string parent =
      event.find(Field::process_parent_name) == nullptr
          ? "?"
          : one_process(event, {Field::process_parent_pid, Field::process_parent_name,
                                Field::process_parent_executable, Field::process_parent_args,
                                Field::process_parent_args_count});
  return one_process(event, {Field::process_pid, Field::process_name, Field::process_executable,
                             Field::process_args, Field::process_args_count}) +
         " <- " + parent;
}

}  // namespace ak::test
