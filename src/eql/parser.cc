#include "eql/parser.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "eql/condition_parser.h"
#include "eql/errors.h"

namespace ak::eql {
namespace {

struct TimeUnit {
  std::string_view name;
  std::int64_t ms;
};
constexpr TimeUnit kTimeUnits[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 3600 * 1000}, {"d", 24 * 3600 * 1000},
};

constexpr std::int64_t kMaxSpanMs = limits::kMaxSpanDays * 24 * 3600 * 1000;

class Parser : private ConditionParser {
 public:
  using ConditionParser::ConditionParser;

  Ast run() {
    if (is_empty()) {
      if (!findings_.has_errors()) findings_.add(Code::empty_query, {0, 1});
    } else if (parse_statement()) {
      parse_end();
    }
    return std::move(ast_);
  }

 private:
  // False after a mistake that hides where the statement ends.
  bool parse_statement() {
    const bool is_sequence = sees(TokenKind::sequence_word);
    if (is_sequence || sees(TokenKind::sample_word)) return parse_sequence(!is_sequence);
    return parse_filter(ast_.filter);
  }

  bool parse_filter(EventFilter& filter) {
    if (!parse_category(filter)) return false;
    filter.condition = parse_condition();
    return true;
  }

  bool parse_category(EventFilter& filter) {
    const Token& token = peek();
    const bool is_named = token.kind == TokenKind::name || token.kind == TokenKind::quoted_name ||
                          token.kind == TokenKind::string;
    if ((!is_named && token.kind != TokenKind::any_word) || token.tilde) {
      expected("a category", "write a category and a condition: process where …");
      return false;
    }
    const bool is_any = token.kind == TokenKind::any_word || token.text == "any";
    if (token.text.empty()) findings_.add(Code::unknown_category, token.span, {""});
    filter.category = is_any ? "" : token.text;
    filter.category_span = token.span;
    take();
    if (take_if(TokenKind::where_word)) return true;
    findings_.add(Code::missing_where, peek().span, {describe(peek(), text_)});
    return false;
  }

  // --- sequences and samples

  bool parse_sequence(bool is_sample) {
    Sequence sequence;
    sequence.is_sample = is_sample;
    sequence.span = take().span;
    if (sees(TokenKind::by_word) && !parse_keys(sequence.keys)) return false;
    if (sees(TokenKind::with_word) && !parse_maxspan(sequence)) return false;
    if (sees(TokenKind::by_word)) {
      findings_.add(Code::by_after_with, peek().span);
      if (!parse_keys(sequence.keys)) return false;
    }
    do {
      std::optional<SequenceTerm> term = parse_term();
      if (!term) return false;
      sequence.terms.push_back(std::move(*term));
    } while (sees(TokenKind::open_bracket) || sees(TokenKind::exclamation));
    if (take_if(TokenKind::until_word)) {
      sequence.until = parse_term();
      if (!sequence.until) return false;
    }
    ast_.sequence = std::move(sequence);
    return true;
  }

  // by f, ?g, …
  bool parse_keys(std::vector<NodeId>& keys) {
    take();
    do {
      const NodeId key = parse_field();
      if (key == kInvalid) return false;
      keys.push_back(key);
    } while (take_if(TokenKind::comma));
    return true;
  }

  // with NAME =
  bool parse_option(std::string_view name) {
    take();
    if (!sees(TokenKind::name) || peek().text != name) {
      expected('"' + std::string(name) + '"');
      return false;
    }
    take();
    if (take_if(TokenKind::assign)) return true;
    expected("\"=\"");
    return false;
  }

  bool parse_maxspan(Sequence& sequence) {
    if (!parse_option("maxspan")) return false;
    if (!sees(TokenKind::integer)) {
      expected("a whole number and a unit", "write maxspan=30s");
      return false;
    }
    const Token& number = take();
    const Token& unit = peek();
    for (const TimeUnit& known : kTimeUnits) {
      if (unit.kind != TokenKind::name || unit.text != known.name) continue;
      take();
      const Span span = cover(number.span, unit.span);
      const bool fits = number.integer > 0 && number.integer <= kMaxSpanMs / known.ms;
      if (!fits) findings_.add(Code::bad_maxspan, span, {std::to_string(limits::kMaxSpanDays)});
      sequence.maxspan_ms = fits ? number.integer * known.ms : 1;
      return true;
    }
    expected("a unit of time", "the units are ms, s, m, h and d");
    return false;
  }

  // ["!"] "[" filter "]" [by …] [with runs=N]
  std::optional<SequenceTerm> parse_term() {
    SequenceTerm term;
    term.span = peek().span;
    term.is_missing = take_if(TokenKind::exclamation);
    if (!take_if(TokenKind::open_bracket)) {
      expected("\"[\"", "an item is written [process where …]");
      return std::nullopt;
    }
    if (!parse_filter(term.filter) || !close_bracket()) return std::nullopt;
    term.span = cover(term.span, previous_span());
    if (sees(TokenKind::by_word) && !parse_keys(term.keys)) return std::nullopt;
    if (sees(TokenKind::with_word) && !parse_runs(term)) return std::nullopt;
    return term;
  }

  bool close_bracket() {
    if (take_if(TokenKind::close_bracket)) return true;
    if (!gave_up_) expected("\"]\"");
    return false;
  }

  bool parse_runs(SequenceTerm& term) {
    if (!parse_option("runs")) return false;
    if (!sees(TokenKind::integer)) {
      expected("a whole number");
      return false;
    }
    const Token& number = take();
    const bool fits =
        number.integer > 0 && number.integer <= static_cast<std::int64_t>(limits::kMaxRuns);
    if (!fits) findings_.add(Code::bad_runs, number.span, {std::to_string(limits::kMaxRuns)});
    term.runs = fits ? number.integer : static_cast<std::int64_t>(limits::kMaxRuns);
    return true;
  }

  // --- what follows

  void parse_end() {
    while (take_if(TokenKind::pipe)) {
      if (!parse_pipe()) return;
    }
    if (!sees(TokenKind::end)) expected("the end of the query");
  }

  // head N, tail N
  bool parse_pipe() {
    const Token& name = peek();
    const bool is_head = name.kind == TokenKind::name && name.text == "head";
    const bool is_tail = name.kind == TokenKind::name && name.text == "tail";
    if (!is_head && !is_tail) {
      if (name.kind == TokenKind::name) {
        findings_.add(Code::not_supported, name.span, {"the pipe \"" + name.text + "\" is"},
                      "the pipes are head and tail");
      } else {
        expected("head or tail");
      }
      return false;
    }
    take();
    if (!sees(TokenKind::integer)) {
      expected("a whole number");
      return false;
    }
    ast_.pipes.push_back({is_head ? PipeKind::head : PipeKind::tail, take().integer});
    return true;
  }
};

}  // namespace

Ast parse(std::string_view text, const std::vector<Token>& tokens, Findings& findings) {
  return Parser(text, tokens, findings).run();
}

}  // namespace ak::eql
