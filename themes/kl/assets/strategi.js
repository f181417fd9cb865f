// Strategy page: copies the citation. Everything else on the page works without it.
const knap = document.querySelector("[data-kopier]");
const tekst = document.querySelector("[data-kopi]");
if (knap && tekst && navigator.clipboard) {
  knap.hidden = false;
  knap.addEventListener("click", async () => {
    await navigator.clipboard.writeText(tekst.textContent.trim());
    knap.textContent = "Kopieret";
    setTimeout(() => { knap.textContent = "Kopiér"; }, 2000);
  });
}
