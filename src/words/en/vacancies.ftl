# vacancies
