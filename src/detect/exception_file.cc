#include "detect/exception_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "detect/query_position.h"
#include "eql/date.h"

namespace ak::detect {
namespace {

// The condition is compiled as what follows this.
constexpr std::string_view kAnyEvent = "any where ";
constexpr TimeMs kDayMs = 24LL * 60 * 60 * 1000;

class Reader {
 public:
  Reader(const TomlDocument& document, TomlTable& table, DiagnosticList& complaints)
      : document_(document), table_(table), complaints_(complaints) {}

  // Nothing after a complaint.
  std::optional<Exception> read() {
    for (const std::string_view key : {"detection", "condition", "reason", "author"}) {
      table_.require(key);
    }
    std::vector<std::string> detections = read_detections();
    std::optional<eql::Query> condition = read_condition();
    const std::string reason = read_text("reason");
    const std::string author = read_text("author");
    std::string expires;
    const std::optional<TimeMs> end = read_end(expires);
    // A mistyped "expires" must not make it last for ever.
    has_errors_ = table_.report_unknown_keys(Severity::error) || has_errors_;
    if (has_errors_ || detections.empty() || !condition || reason.empty() || author.empty()) {
      return std::nullopt;
    }
    return Exception{std::move(detections),
                     std::move(*condition),
                     table_.value("condition")->string,
                     reason,
                     author,
                     std::move(expires),
                     end,
                     place("detection"),
                     place("expires")};
  }

 private:
  void complain(std::string code, std::string_view key, std::string message,
                std::string hint = {}) {
    has_errors_ = true;
    table_.complain(Severity::error, std::move(code), key, std::move(message), std::move(hint));
  }

  Diagnostic place(std::string_view key) {
    const TomlValue* value = table_.value(key);
    if (value == nullptr) return {};
    return document_.diagnose(Severity::warning, "", value->span, "");
  }

  std::string read_text(std::string_view key) {
    std::string text = table_.string(key).value_or("");
    if (table_.value(key) != nullptr && table_.value(key)->kind == TomlValue::Kind::string &&
        text.find_first_not_of(" \t\r\n") == std::string::npos) {
      complain("E140", key, fmt::format("\"exception.{}\" is empty", key));
      return {};
    }
    return text;
  }

  std::vector<std::string> read_detections() {
    const TomlValue* value = table_.value("detection");
    if (value == nullptr) return {};
    std::vector<std::string> ids;
    if (value->kind == TomlValue::Kind::string) {
      ids.push_back(value->string);
    } else if (value->kind == TomlValue::Kind::array) {
      ids = table_.strings("detection").value_or(ids);
      has_errors_ = has_errors_ || ids.size() != value->items.size();
    } else {
      complain("E102", "detection",
               fmt::format("\"exception.detection\" must be a string or an array, not {}",
                           kind_name(value->kind)));
      return {};
    }
    const bool is_empty =
        std::any_of(ids.begin(), ids.end(), [](const std::string& id) { return id.empty(); });
    if (is_empty || (ids.empty() && !has_errors_)) {
      complain("E140", "detection", "\"exception.detection\" is empty",
               "the id of a detection, several, or \"*\" for all of them");
      return {};
    }
    return ids;
  }

  std::optional<eql::Query> read_condition() {
    const std::optional<std::string> text = table_.string("condition");
    if (!text) return std::nullopt;
    const TomlValue& literal = *table_.value("condition");
    eql::Compilation compilation = eql::compile(std::string(kAnyEvent) + *text);
    const QueryPosition position(document_.text, literal.span, *text);
    for (eql::Finding& finding : compilation.findings) {
      // What begins in our own words is about the whole of the condition, or about its absence.
      const std::size_t offset = std::max(finding.offset, kAnyEvent.size()) - kAnyEvent.size();
      if (complaints_.full()) {
        complaints_.leave_out(finding.severity);
        continue;
      }
      complaints_.add(document_.diagnose(finding.severity, std::move(finding.code),
                                         position.find(offset, finding.width),
                                         std::move(finding.message), std::move(finding.hint)));
    }
    if (compilation.query && !compilation.query->pipes().empty()) {
      complain("E141", "condition", "an exception's condition has no pipes");
    }
    has_errors_ = has_errors_ || !compilation.query;
    return std::move(compilation.query);
  }

  std::optional<TimeMs> read_end(std::string& text) {
    const TomlValue* value = table_.value("expires");
    if (value == nullptr) return std::nullopt;
    constexpr std::size_t kDateBytes = 10;  // YYYY-MM-DD
    const bool is_text =
        value->kind == TomlValue::Kind::string || value->kind == TomlValue::Kind::datetime;
    const std::optional<TimeMs> day = is_text && value->string.size() == kDateBytes
                                          ? eql::parse_date(value->string)
                                          : std::nullopt;
    if (!day) {
      complain("E142", "expires", "\"exception.expires\" must be a date, as in 2027-01-31");
      return std::nullopt;
    }
    text = value->string;
    return *day + kDayMs;
  }

  const TomlDocument& document_;
  TomlTable& table_;
  DiagnosticList& complaints_;
  bool has_errors_ = false;
};

}  // namespace

void read_exceptions(const TomlDocument& document, TomlTable& root, DiagnosticList& complaints,
                     std::vector<Exception>& exceptions) {
  for (TomlTable& table : root.tables("exception")) {
    if (exceptions.size() >= limits::kMaxExceptions) {
      table.complain(Severity::error, "E143", "",
                     fmt::format("more than {} exceptions", limits::kMaxExceptions));
      return;
    }
    if (auto read = Reader(document, table, complaints).read()) {
      exceptions.push_back(std::move(*read));
    }
  }
}

void read_exception_file(std::string_view text, const std::string& file, DiagnosticList& complaints,
                         std::vector<Exception>& exceptions) {
  const std::optional<TomlDocument> document = parse_toml(text, file, complaints);
  if (!document) return;
  TomlTable root(*document, complaints);
  read_exceptions(*document, root, complaints, exceptions);
  root.report_unknown_keys(Severity::error);
}

}  // namespace ak::detect
