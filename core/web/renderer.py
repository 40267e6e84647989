"""How forms look: every form and field goes through templates/parts."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """{{ form }} and field.as_field_group give the product's own markup: label, help and error tied to the control."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"
