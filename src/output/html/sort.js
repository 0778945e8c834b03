"use strict";
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  const heads = table.tHead.rows[0].cells;
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value ?? cell.textContent;
  };
  [...heads].forEach((head, column) => {
    if (!("sort" in head.dataset)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isUp = head.getAttribute("aria-sort") === "descending"
        || !head.hasAttribute("aria-sort") && head.dataset.sort === "text";
      const order = (a, b) => head.dataset.sort === "number" ? a - b : a.localeCompare(b);
      const rows = [...body.rows];
      rows.sort((a, b) => {
        const [x, y] = [value(a, column), value(b, column)];
        // What is empty comes last.
        if (x === "" || y === "") return (x === "") - (y === "");
        return isUp ? order(x, y) : order(y, x);
      });
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      body.append(...rows);
    });
  });
}
