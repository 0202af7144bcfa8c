// Without validatorUrl: null, Swagger UI sends the address of this page to a host of its own.
SwaggerUIBundle({
  url: document.getElementById("documentation").dataset.description,
  dom_id: "#documentation",
  validatorUrl: null,
  deepLinking: true,
});
