using System.Text.Json.Nodes;

namespace Timeline.Service.Features;

/// <summary>
/// Puts examples in their places in the document. Each is a file: what is sent and what comes back. It stands under one name in the operation's
/// parameters, body and answer, and the order of the files is the document's <c>x-walkthrough</c>.
/// </summary>
internal static class OpenApiExamples
{
    /// <summary>
    /// Members of an example: operation, name, summary, status; parameters {name: value}, body, bodyType; answer, answerType, answerHeaders {name: value}.
    /// </summary>
    public static void AddTo(JsonObject document, IEnumerable<JsonObject> examples)
    {
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .ToDictionary(method => (string)method.Value!["operationId"]!, method => method.Value!.AsObject(), StringComparer.Ordinal);
        var walkthrough = new JsonArray();
        foreach (var example in examples)
        {
            var (id, name, status) = ((string)example["operation"]!, (string)example["name"]!, (int)example["status"]!);
            var operation = operations.GetValueOrDefault(id) ?? throw new InvalidOperationException($"The example {name} is of no operation: {id}.");
            new Placement(document, operation, name, example).Place();
            walkthrough.Add(new JsonObject { ["operation"] = id, ["example"] = name, ["status"] = status });
        }
        document["x-walkthrough"] = walkthrough;
    }

    private sealed class Placement(JsonObject document, JsonObject operation, string name, JsonObject example)
    {
        public void Place()
        {
            foreach (var (parameter, value) in Members("parameters"))
                Add(Parameter(parameter), value);
            if (example["body"] is { } body)
                Add(Content(operation["requestBody"]!, (string?)example["bodyType"], "body"), body);
            var status = (string)example["status"]!.ToString();
            var answer = Own(operation["responses"]!.AsObject(), operation["responses"]!.AsObject().ContainsKey(status) ? status : "default");
            if (example["answer"] is { } shown)
                Add(Content(answer, (string?)example["answerType"], "answer"), shown);
            foreach (var (header, value) in Members("answerHeaders"))
                Add(Own(answer["headers"]!.AsObject(), header), value);
        }

        private IEnumerable<KeyValuePair<string, JsonNode?>> Members(string member) => example[member] as JsonObject ?? [];

        private void Add(JsonObject place, JsonNode? value)
        {
            if (place["examples"] is not JsonObject named)
                place["examples"] = named = [];
            var shown = new JsonObject { ["value"] = value?.DeepClone() };
            if (example["summary"] is { } summary)
                shown.Insert(0, "summary", summary.DeepClone());
            named[name] = shown;
        }

        private JsonObject Parameter(string parameter)
        {
            var list = operation["parameters"] as JsonArray ?? [];
            for (var i = 0; i < list.Count; i++)
            {
                var target = Resolve(list[i]!.AsObject());
                if ((string)target["name"]! != parameter)
                    continue;
                if (target != list[i])
                    list[i] = target = target.DeepClone().AsObject();
                return target;
            }
            throw new InvalidOperationException($"The example {name} has a parameter that its operation has not: {parameter}.");
        }

        private JsonObject Content(JsonNode holder, string? mediaType, string what)
        {
            var content = holder["content"]?.AsObject() ?? throw new InvalidOperationException($"The example {name} has {what} that is not described.");
            return content[mediaType ?? content.First().Key]?.AsObject() ?? throw new InvalidOperationException($"The example {name} has {what} of an undescribed type.");
        }

        /// <summary>A member, copied from the components if it stands there, so that the example is this operation's alone.</summary>
        private JsonObject Own(JsonObject holder, string member)
        {
            var given = holder[member]?.AsObject() ?? throw new InvalidOperationException($"The example {name} names {member}, which is not described.");
            var target = Resolve(given);
            if (target != given)
                holder[member] = target = target.DeepClone().AsObject();
            return target;
        }

        /// <summary>Follows a reference such as <c>#/components/parameters/limit</c>.</summary>
        private JsonObject Resolve(JsonObject node) => (string?)node["$ref"] is not { } reference
            ? node
            : reference[2..].Split('/').Aggregate((JsonNode)document, (parent, segment) => parent[segment]!).AsObject();
    }
}
