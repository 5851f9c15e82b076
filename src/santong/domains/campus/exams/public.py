"""What other modules may use of examinations: that results are there, and the results of a grade."""

from santong.domains.campus.exams.events import ExaminationPublished, ResultsPublished
from santong.domains.campus.exams.results import courses_of_pupils, results_of_pupils

__all__ = ["ExaminationPublished", "ResultsPublished", "courses_of_pupils", "results_of_pupils"]
