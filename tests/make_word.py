"""Writes Word files with python-docx, for tests/word_and_pdf.rs: make_word.py FOLDER"""

import sys

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

folder = sys.argv[1]
report = Document()
report.core_properties.title = "Title among the properties"
report.add_heading("Ferry outage", 0)
report.add_heading("Key Judgements", 1)


def judgement(lead, text):
    paragraph = report.add_paragraph(style="List Bullet")
    paragraph.add_run(lead).bold = True
    paragraph.add_run(text)
    return paragraph


first = judgement("Key Judgement 1.", " The ferry will likely stay in port.")
report.add_paragraph("The yard reports a cracked shaft.", style="List Bullet 2")
report.add_paragraph("A spare takes five weeks to forge.", style="List Bullet 3")
report.add_paragraph("The crew was sent home.", style="List Bullet 2")
judgement("Key Judgement 2.", " It is unlikely that buses replace it.")
deleted = report.add_paragraph("The council voted ", style="List Bullet 2")
change = OxmlElement("w:del")
change.set(qn("w:id"), "1")
run = OxmlElement("w:r")
text = OxmlElement("w:delText")
text.text = "yesterday "
run.append(text)
change.append(run)
deleted._p.append(change)
insertion = OxmlElement("w:ins")
insertion.set(qn("w:id"), "2")
run = OxmlElement("w:r")
insertion.append(run)
deleted._p.append(insertion)
Run(run, deleted).text = "the money down."
if hasattr(report, "add_comment"):
    report.add_comment(runs=first.runs, text="Is that so?", author="A", initials="A")
report.add_heading("Figures", 1)
table = report.add_table(rows=2, cols=2)
for row, words in zip(table.rows, [("Day", "Crossings"), ("Monday", "None")]):
    for cell, word in zip(row.cells, words):
        cell.text = word
report.save(f"{folder}/report.docx")
