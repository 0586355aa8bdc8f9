#include "support/detect/sequence_run.h"

#include <stdexcept>
#include <utility>

namespace ak::test {

std::shared_ptr<const detect::RuleSet> rules_of(const std::string& query, const std::string& id) {
  eql::Compilation compilation = eql::compile(query);
  if (!compilation.query) throw std::invalid_argument(compilation.findings[0].message);
  detect::RuleDescription description;
  description.id = id;
  description.query_text = query;
  auto rules = std::make_shared<detect::RuleSet>();
  rules->rules.emplace_back(std::move(description), std::move(*compilation.query));
  return rules;
}

SequenceRun::SequenceRun(const std::string& query)
    : rules_(rules_of(query)), engine_(make_engine()) {}

std::unique_ptr<detect::Engine> SequenceRun::make_engine() {
  auto engine =
      std::make_unique<detect::Engine>(counters_, [this](const detect::Engine::Match& match) {
        std::vector<std::string> ids;
        for (const detect::EventPtr& event : match.events)
          ids.emplace_back(event->string(Field::event_id));
        if (match.events.empty()) ids.emplace_back(match.event.string(Field::event_id));
        found_.push_back(std::move(ids));
      });
  engine->set_rules(rules_);
  return engine;
}

void SequenceRun::restart() {
  ByteWriter saved;
  write(engine_->save(), saved);
  engine_ = make_engine();
  ByteReader bytes(saved.bytes());
  if (!engine_->load(bytes) || !bytes.at_end()) throw std::logic_error("not what was saved");
  ByteWriter again;
  write(engine_->save(), again);
  if (again.bytes() != saved.bytes()) throw std::logic_error("not the same when saved again");
}

}  // namespace ak::test
