#include "attune/quiz/targets.hpp"

namespace attune::quiz {

std::vector<TargetMean> mean_of_targets(const definition::Questionnaire& questionnaire,
                                        const std::vector<Scored>& people) {
    std::vector<TargetMean> means(questionnaire.scales.size());
    for (std::size_t scale = 0; scale < means.size(); ++scale) {
        double total = 0;
        for (const Scored& person : people) {
            if (!person.scales[scale].score) continue;
            total += *person.scales[scale].score;
            ++means[scale].people;
        }
        if (means[scale].people > 0)
            means[scale].score = total / static_cast<double>(means[scale].people);
    }
    return means;
}

}  // namespace attune::quiz
